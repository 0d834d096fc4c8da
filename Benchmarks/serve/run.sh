#!/bin/sh
# study serve against FastAPI and torch: the same network, weights and image, over the loopback, in turn, at 1, 8 and 64 clients.
# Needs wrk, and a Python with PyTorch and requirements.txt: STUDY_PYTHON. On a quiet machine.
#   Benchmarks/serve/run.sh [NETWORK] [SECONDS]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$here/../..
network=${1:-vgg16}
seconds=${2:-30}
python=${STUDY_PYTHON:?a Python with PyTorch, FastAPI and uvicorn}
folder=$(mktemp -d)
pid=
trap 'kill -9 $pid 2>/dev/null || true; rm -rf "$folder"' EXIT
export IMAGE=${IMAGE:-$root/Data/samples/phantom-pneumonia-1.jpeg}

PYTHONPATH=$root/Tools/torch "$python" - "$network" "$folder/weights.pth" <<'END'
import sys
import cpu_torchvision, torch, torchvision
torch.manual_seed(0)
network = getattr(torchvision.models, sys.argv[1])(num_classes=2)
torch.save(network.state_dict(), sys.argv[2])
END

start_study() {
    OMP_WAIT_POLICY=passive exec "$root/.build/release/study-serve" --network "$network" --weights "$folder/weights.pth" --port "$1" >/dev/null 2>&1
}
start_fastapi() {
    cd "$here"
    PEER_NETWORK=$network PEER_WEIGHTS=$folder/weights.pth exec "$python" -m uvicorn peer:app --port "$1" --log-level error
}
load() { # PORT CLIENTS SECONDS
    wrk --threads $(($2 < 2 ? 1 : 2)) --connections "$2" --duration "$3s" --timeout 120s --latency --script "$here/load.lua" "http://127.0.0.1:$1/infer/"
}
# A server of its own for each figure: one that goes on with requests that nobody waits for any more would disturb the next.
measure() { # NAME CLIENTS
    port=9000
    "start_$1" "$port" &
    pid=$!
    until curl --silent --fail --output /dev/null -F "file=@$IMAGE" "http://127.0.0.1:$port/infer/"; do sleep 0.5; done
    # Both find their ways of working under load.
    load "$port" 16 20 >/dev/null
    sleep 15
    load "$port" "$2" "$seconds" |
        awk -v name="$1" -v clients="$2" '/99%/ { p = $2 } /50%/ { m = $2 } /Requests\/sec/ { r = $2 } /Non-2xx/ { e = $0 }
            END { print name, clients " clients:", r " a second, median " m ", p99 " p, e }'
    kill -9 "$pid"
    wait "$pid" 2>/dev/null || true
}
for clients in 1 8 64; do
    for name in study fastapi study fastapi; do measure "$name" "$clients"; done
done
