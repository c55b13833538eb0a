# Workers of the remote execution API for a test: Bazel's own (Debian's bazel-bootstrap-source has its source), and nginx in
# front of two.
#
# A test that sources this file goes on in a network of its own, since the worker listens on every interface.

if [[ -z "${IN_OWN_NETWORK:-}" ]]; then
  own_network=(unshare --net)
  ((EUID == 0)) || own_network=(unshare --user --map-root-user --net)
  IN_OWN_NETWORK=1 exec "${own_network[@]}" bash "$0" "$@"
fi

readonly WORKER_SOURCE=/usr/src/bazel-bootstrap/src/tools/remote/src/main/java
readonly WORKER_LIBRARY=/usr/share/bazel/A-server.jar
readonly NGINX=${PEDIGREE_NGINX:-nginx}

# What workers have in common, so that each serves what another made.
readonly STORE="$ROOT/store"

# set_up_workers: compiles the worker, and brings up the network.
set_up_workers() {
  [[ -d "$WORKER_SOURCE" ]] || { echo "there is no $WORKER_SOURCE (Debian: bazel-bootstrap-source)" && return 1; }
  command -v "$NGINX" >/dev/null || { echo "there is no $NGINX" && return 1; }
  # SIOCSIFFLAGS: up, loopback, running.
  python3 -c 'import fcntl, socket, struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 0x49))'
  mkdir -p "$ROOT/classes"
  find "$WORKER_SOURCE" -name '*.java' -print0 |
    xargs -0 javac -nowarn -proc:none -cp "$WORKER_LIBRARY" -d "$ROOT/classes" 2>"$ROOT/javac.log" || { cat "$ROOT/javac.log" && return 1; }
}

# wait_for WHAT COMMAND...: until the command succeeds.
wait_for() {
  local what=$1 tries
  shift
  for ((tries = 0; tries < 3000; tries++)); do
    ! "$@" 2>/dev/null || return 0
    sleep 0.02
  done
  echo "$what: waited in vain"
  return 1
}

listens() { (: </dev/tcp/127.0.0.1/"$1"); }

# start_worker PORT: a worker with a work folder of its own, $ROOT/work/PORT.
start_worker() {
  mkdir -p "$STORE" "$ROOT/work/$1" "$ROOT/pids"
  java -cp "$ROOT/classes:$WORKER_LIBRARY" com.google.devtools.build.remote.worker.RemoteWorker \
    --listen_port="$1" --work_path="$ROOT/work/$1" --cas_path="$STORE" --jobs=2 >"$ROOT/work/$1.log" 2>&1 &
  echo $! >"$ROOT/pids/$1"
  wait_for "worker on port $1" listens "$1" || { cat "$ROOT/work/$1.log" && return 1; }
}

# start_nginx PORT WORKER...: hands what comes to PORT to the workers on the other ports in turn.
start_nginx() {
  local port=$1 worker
  shift
  mkdir -p "$ROOT/nginx" "$ROOT/pids"
  {
    cat <<EOL
daemon off;
master_process off;
pid $ROOT/nginx/pid;
error_log $ROOT/nginx/error.log info;
events {}
http {
  access_log $ROOT/nginx/access.log;
  client_body_temp_path $ROOT/nginx/body;
  proxy_temp_path $ROOT/nginx/proxy;
  fastcgi_temp_path $ROOT/nginx/fastcgi;
  uwsgi_temp_path $ROOT/nginx/uwsgi;
  scgi_temp_path $ROOT/nginx/scgi;
  client_max_body_size 0;
  ignore_invalid_headers off; # the API has dots in its
  keepalive_requests 1000000;
  upstream workers {
EOL
    for worker in "$@"; do echo "    server 127.0.0.1:$worker;"; done
    cat <<EOL
  }
  server {
    listen 127.0.0.1:$port http2;
    location / { grpc_pass grpc://workers; grpc_read_timeout 600s; grpc_send_timeout 600s; }
  }
}
EOL
  } >"$ROOT/nginx/nginx.conf"
  "$NGINX" -p "$ROOT/nginx" -e "$ROOT/nginx/error.log" -c "$ROOT/nginx/nginx.conf" >"$ROOT/nginx/log" 2>&1 &
  echo $! >"$ROOT/pids/$port"
  wait_for "nginx on port $port" listens "$port" || { cat "$ROOT/nginx/log" "$ROOT/nginx/error.log" && return 1; }
}

# kill_at PORT: ends what listens there, at once.
kill_at() {
  kill -9 "$(cat "$ROOT/pids/$1")"
  wait "$(cat "$ROOT/pids/$1")" 2>/dev/null || true
  rm "$ROOT/pids/$1"
}

# no_workers: ends all of them, and forgets what they made.
no_workers() {
  local pid_file
  for pid_file in "$ROOT"/pids/*; do
    [[ ! -e "$pid_file" ]] || kill_at "${pid_file##*/}"
  done
  rm -rf "$STORE" "$ROOT/work"
}

# works PORT: whether the worker there has an action in hand, which it then has a folder for.
works() { compgen -G "$ROOT/work/$1/build-*" >/dev/null; }

# kill_at_work PORT: ends the worker there while it has an action in hand.
kill_at_work() {
  local pid
  pid=$(cat "$ROOT/pids/$1")
  while true; do
    wait_for "an action on the worker of port $1" works "$1" || return 1
    # It may be done by now; held, it does not become so.
    kill -STOP "$pid"
    ! works "$1" || break
    kill -CONT "$pid"
  done
  kill_at "$1"
}

# remotely PORT ARG...: builds, all of it on the worker there.
remotely() {
  local port=$1
  shift
  build --remote_executor="grpc://127.0.0.1:$port" --spawn_strategy=remote --remote_timeout=600 "$@"
}
