#!/bin/bash
# A Slurm cluster of several nodes on this machine, for tests: its own folder, ports and keys.
#
#     cluster.sh start FOLDER [NODES [CPUS]]   starts it; FOLDER/slurm.conf is its configuration (SLURM_CONF)
#     cluster.sh controller FOLDER             starts the controller again, after it was ended
#     cluster.sh node FOLDER N                 starts the daemon of node N again
#     cluster.sh stop FOLDER                   ends it, and everything that runs on it
#
# Process numbers are in FOLDER/munged.pid, slurmctld.pid and slurmd-N.pid.
set -eu
command=$1
folder=$2

# A daemon must keep nothing open of whoever starts this.
for descriptor in /proc/self/fd/*; do
    number=${descriptor##*/}
    [ "$number" -gt 2 ] && [ "$number" -ne 255 ] && eval "exec $number>&-"
done

# The first of so many ports that nobody has now, below those that the system gives to clients.
free_ports() {
    while true; do
        first=$((10000 + (RANDOM % 200) * 100))
        taken=0
        for port in $(seq "$first" $((first + $1 - 1))); do
            grep -q "^ *[0-9]*: [0-9A-F]*:$(printf %04X "$port") " /proc/net/tcp /proc/net/tcp6 && taken=1
        done
        [ "$taken" = 0 ] && break
    done
    echo "$first"
}

write_configuration() {
    nodes=$1 cpus=$2
    base=$(free_ports $((nodes + 1)))
    memory=$(($(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo) / 1024 - 512))
    {
        cat <<CONF
ClusterName=study
SlurmctldHost=$(hostname)
SlurmctldPort=$base
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
# A job that is queued again may begin when its credential has run out, by default after two minutes.
AuthInfo=socket=$folder/munge.socket,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0,defer_batch=0,bf_interval=1
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
ReturnToService=2
SlurmdTimeout=20
KillWait=10
MaxArraySize=${STUDY_SLURM_ARRAY:-1001}
MaxJobCount=50000
CONF
        i=1
        while [ "$i" -le "$nodes" ]; do
            echo "NodeName=node$i NodeHostname=$(hostname) NodeAddr=127.0.0.1 Port=$((base + i)) CPUs=$cpus RealMemory=$((memory / nodes))"
            i=$((i + 1))
        done
        echo "PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO"
    } >"$folder/slurm.conf"
}

start_controller() { SLURM_CONF=$folder/slurm.conf slurmctld; }
start_node() { SLURM_CONF=$folder/slurm.conf slurmd -N "node$1"; }

end() {
    for file in "$@"; do
        [ -e "$file" ] && kill -9 "$(cat "$file")" 2>/dev/null || true
    done
}

case $command in
start)
    mkdir -p "$folder/state"
    chmod 700 "$folder"
    write_configuration "${3:-1}" "${4:-2}"
    head -c 1024 /dev/urandom >"$folder/munge.key"
    chmod 600 "$folder/munge.key"
    munged --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" \
        --pid-file="$folder/munged.pid" --log-file="$folder/munged.log" --seed-file="$folder/munge.seed"
    start_controller
    i=1
    while [ "$i" -le "${3:-1}" ]; do
        mkdir -p "$folder/spool-node$i"
        start_node "$i"
        i=$((i + 1))
    done
    # Until all nodes are there.
    tries=0
    until [ "$(SLURM_CONF=$folder/slurm.conf sinfo -h -N -t idle 2>/dev/null | wc -l)" = "${3:-1}" ]; do
        tries=$((tries + 1))
        if [ "$tries" -gt 100 ]; then
            echo "the cluster in $folder does not start: see its *.log" >&2
            exit 1
        fi
        sleep 0.2
    done
    ;;
controller) start_controller ;;
node) start_node "$3" ;;
stop)
    SLURM_CONF=$folder/slurm.conf timeout 10 scancel --signal=KILL --full --user="$(id -un)" 2>/dev/null || true
    SLURM_CONF=$folder/slurm.conf timeout 10 scancel --user="$(id -un)" 2>/dev/null || true
    end "$folder"/slurmctld.pid "$folder"/slurmd-*.pid "$folder"/munged.pid
    ;;
*)
    echo "cluster.sh: start, controller, node or stop; got $command" >&2
    exit 2
    ;;
esac
