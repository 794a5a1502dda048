#!/bin/sh
# What the Dockerfile does, without a Docker engine: the same files, the same commands, and then the server as a user
# who may write to its data only, in a file system that is read-only to it. Run as root, on Linux.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
there=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$there"' EXIT
mkdir "$there/build" "$there/app"
chmod 755 "$there" "$there/app"
cd "$there/build"
for name in package.json package-lock.json tsconfig.json tsconfig.build.json nest-cli.json ormconfig.ts src; do
  cp -r "$here/$name" .
done
find src -name '*.spec.ts' -delete # as .dockerignore does
npm ci
npm run build
npm prune --omit=dev
cp -r package.json node_modules dist "$there/app"
install -d -o nobody -m 700 "$there/data"

port=${PORT:-32123}
unshare --mount sh -eu -c "
  mount --make-rprivate / && mount --bind '$there/app' '$there/app' && mount -o remount,ro,bind '$there/app'
  cd '$there/app'
  exec setpriv --reuid=nobody --regid=nogroup --clear-groups --bounding-set=-all --no-new-privs \
    env -i PATH='$PATH' NODE_ENV=production PORT=$port HOST=127.0.0.1 PUBLIC_URL=https://auth.example.com \
    MASTER_KEY='$(openssl rand -base64 32)' DATA_DIR='$there/data' DATABASE_PATH='$there/data/sallyport.sqlite' \
    node dist/src/main.js" &
server=$!
for _ in $(seq 120); do
  if curl -fsS "http://127.0.0.1:$port/.well-known/jwks.json"; then
    echo
    echo "user: $(ps -o user= -p $server), writes to: $(ls "$there/data" | tr '\n' ' ')"
    echo "node_modules: $(du -sh "$there/app/node_modules" | cut -f1), dev packages: $(ls "$there/app/node_modules" | grep -cE '^(jest|typescript|eslint)$' || true)"
    if setpriv --reuid=nobody --regid=nogroup --clear-groups touch "$there/app/dist/x" 2>/dev/null; then
      echo 'the server could write to its program' && exit 1
    fi
    kill $server && wait $server
    echo "ended by SIGTERM with $?"
    exit 0
  fi 2>/dev/null
  sleep 1
done
echo 'the server did not come up' && exit 1
