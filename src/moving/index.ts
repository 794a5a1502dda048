export { Known } from './arrival.js';
export { type FileFormat, formatOfFile } from './files/file-format.js';
export { firebaseLines } from './files/firebase.js';
export { readLines } from './files/read-lines.js';
export { recordWriter } from './files/write-records.js';
export { type ImportLine, MoveIn } from './move-in.service.js';
export { MoveOut } from './move-out.service.js';
export { MovingModule } from './moving.module.js';
