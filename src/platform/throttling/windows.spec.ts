import { Windows } from './windows.js';

describe('What is counted by key', () => {
  it('counts each key apart, and begins anew when its window is over', () => {
    const windows = new Windows();
    expect(windows.count('a', 1000, 0).hits).toBe(1);
    expect(windows.count('a', 1000, 999)).toMatchObject({ hits: 2, ends: 1000 });
    expect(windows.count('b', 1000, 999).hits).toBe(1);
    expect(windows.count('a', 1000, 1000)).toMatchObject({ hits: 1, ends: 2000 });
  });

  it('is forgotten when it is over, whoever asks next', () => {
    const windows = new Windows();
    for (let number = 0; number < 1000; number += 1) windows.count(`stranger ${number}`, 1000, number / 2);
    expect(windows.size).toBe(1000);
    windows.count('a', 1000, 1500);
    expect(windows.size).toBe(1);
  });
});
