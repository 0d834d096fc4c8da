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
pids=
trap 'kill $pids 2>/dev/null || true; rm -rf "$folder"' EXIT
export IMAGE=${IMAGE:-$root/Data/samples/phantom-pneumonia-1.jpeg}

PYTHONPATH=$root/Tools/torch "$python" - "$network" "$folder/weights.pth" <<'END'
import sys
import cpu_torchvision, torch, torchvision
torch.manual_seed(0)
network = getattr(torchvision.models, sys.argv[1])(num_classes=2)
torch.save(network.state_dict(), sys.argv[2])
END
export OMP_WAIT_POLICY=passive
"$root/.build/release/study-serve" --network "$network" --weights "$folder/weights.pth" --port 9000 >/dev/null 2>&1 &
pids="$pids $!"
(cd "$here" && PEER_NETWORK=$network PEER_WEIGHTS=$folder/weights.pth exec "$python" -m uvicorn peer:app --port 9001 --log-level error) &
pids="$pids $!"
for port in 9000 9001; do
    until curl --silent --fail --output /dev/null -F "file=@$IMAGE" "http://127.0.0.1:$port/infer/"; do sleep 0.5; done
    curl --silent -F "file=@$IMAGE" "http://127.0.0.1:$port/infer/"
    echo
done
# Both find their ways of working under load.
for port in 9000 9001; do
    wrk --threads 2 --connections 8 --duration 15s --timeout 120s --script "$here/load.lua" "http://127.0.0.1:$port/infer/" >/dev/null
done
for clients in 1 8 64; do
    threads=$((clients < 2 ? 1 : 2))
    for port in 9000 9001 9000 9001; do
        [ "$port" = 9000 ] && name=study || name=FastAPI
        wrk --threads "$threads" --connections "$clients" --duration "${seconds}s" --timeout 120s --latency \
            --script "$here/load.lua" "http://127.0.0.1:$port/infer/" |
            awk -v name="$name" -v clients="$clients" '/99%/ { p = $2 } /50%/ { m = $2 } /Requests\/sec/ { r = $2 }
                /Non-2xx/ { e = $0 } END { print name, clients " clients:", r " a second, median " m ", p99 " p, e }'
    done
done
