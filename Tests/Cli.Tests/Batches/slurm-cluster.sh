#!/usr/bin/env bash
# A Slurm cluster of simulated nodes on this machine, with its own munge socket, configuration and spool folders.
# Usage: slurm-cluster.sh start FOLDER NODES [accounting] | stop FOLDER. After the start, SLURM_CONF=FOLDER/slurm.conf addresses it. With accounting,
# slurmdbd keeps what jobs did in a MariaDB of its own, as most sites have it.
set -euo pipefail
folder=$2
pids="$folder/pids"

# Ends the daemons that this script started and whatever steps they left.
stop() {
    [ -f "$pids" ] || return 0
    tac "$pids" | while read -r pid; do kill -TERM "$pid" 2>/dev/null || true; done
    for _ in $(seq 50); do
        while read -r pid; do kill -0 "$pid" 2>/dev/null && { sleep 0.1; continue 2; }; done <"$pids"
        break
    done
    while read -r pid; do kill -KILL "$pid" 2>/dev/null || true; done <"$pids"
    rm -f "$pids"
}

# Starts a daemon in the foreground of a background process, with its output in a file.
daemon() {
    local name=$1
    shift
    "$@" >"$folder/$name.log" 2>&1 </dev/null 9>&- &
    echo $! >>"$pids"
}

# The accounting's database and daemon; adds to slurm.conf what leads there.
account() {
    local base=$1 user=$2 host=$3 data="$folder/database"
    mariadb-install-db --no-defaults --auth-root-authentication-method=normal --user="$user" --datadir="$data" --skip-test-db >"$folder/install-db.log" 2>&1
    daemon mariadbd mariadbd --no-defaults --user="$user" --datadir="$data" --socket="$folder/mariadb" --bind-address=127.0.0.1 --port=$((base + 90)) \
        --pid-file="$folder/mariadbd.pid" --innodb-buffer-pool-size=64M
    for _ in $(seq 200); do mariadb --no-defaults --socket="$folder/mariadb" -u root -e 'select 1' >/dev/null 2>&1 && break; sleep 0.1; done
    mariadb --no-defaults --socket="$folder/mariadb" -u root -e "create user slurm@'%' identified by 'slurm'; grant all on *.* to slurm@'%'"
    cat >"$folder/slurmdbd.conf" <<CONF
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
DbdHost=$host
DbdAddr=127.0.0.1
DbdPort=$((base + 91))
SlurmUser=$user
PidFile=$folder/slurmdbd.pid
LogFile=$folder/slurmdbd-own.log
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort=$((base + 90))
StorageUser=slurm
StoragePass=slurm
StorageLoc=slurm
CONF
    chmod 600 "$folder/slurmdbd.conf"
    cat >>"$folder/slurm.conf" <<CONF
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort=$((base + 91))
AccountingStoragePass=$folder/munge/socket
CONF
    SLURM_CONF="$folder/slurm.conf" daemon slurmdbd slurmdbd -D
    for _ in $(seq 50); do SLURM_CONF="$folder/slurm.conf" timeout 5 sacctmgr -n list cluster >/dev/null 2>&1 && break; sleep 0.1; done
    SLURM_CONF="$folder/slurm.conf" sacctmgr -i add cluster simulated >>"$folder/sacctmgr.log" 2>&1 || true
}

start() {
    local nodes=$1 accounting=${2:-} base=$((20000 + RANDOM % 20000)) user host
    user=$(id -un) host=$(hostname -s)
    mkdir -p "$folder/munge" "$folder/state"
    chmod 711 "$folder" "$folder/munge"
    (umask 077; head -c 1024 /dev/urandom >"$folder/munge/key")
    daemon munged munged --foreground --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
        --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
    cat >"$folder/slurm.conf" <<CONF
ClusterName=simulated
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
SlurmctldPort=$base
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmdSpoolDir=$folder/spool-%n
StateSaveLocation=$folder/state
AuthType=auth/munge
CryptoType=crypto/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/filetxt
JobCompLoc=$folder/completed
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=bf_interval=1,sched_interval=1,sched_min_interval=100000,batch_sched_delay=1
MaxArraySize=101
MpiDefault=none
ReturnToService=2
SlurmctldTimeout=30
SlurmdTimeout=30
KillWait=5
CompleteWait=0
MinJobAge=300
SwitchType=switch/none
CONF
    for i in $(seq "$nodes"); do
        echo "NodeName=node$i NodeAddr=127.0.0.1 NodeHostname=$host Port=$((base + i)) CPUs=1 RealMemory=4000 State=UNKNOWN" >>"$folder/slurm.conf"
        mkdir -p "$folder/spool-node$i"
    done
    echo "PartitionName=all Nodes=node[1-$nodes] Default=YES MaxTime=INFINITE State=UP" >>"$folder/slurm.conf"
    export SLURM_CONF="$folder/slurm.conf"
    for _ in $(seq 100); do [ -S "$folder/munge/socket" ] && break; sleep 0.1; done
    if [ -n "$accounting" ]; then account "$base" "$user" "$host"; else echo "AccountingStorageType=accounting_storage/none" >>"$folder/slurm.conf"; fi
    daemon slurmctld slurmctld -D -i
    for i in $(seq "$nodes"); do daemon "slurmd-node$i" slurmd -D -N "node$i"; done
    for _ in $(seq 200); do
        [ "$(sinfo -h -N -t idle -o %N 2>/dev/null | sort -u | wc -l)" -eq "$nodes" ] && return 0
        sleep 0.1
    done
    echo "The cluster of $nodes nodes did not come up: $(tail -n 2 "$folder"/slurm*.log)" >&2
    stop
    return 1
}

case $1 in
    start) start "$3" "${4:-}" ;;
    stop) stop ;;
esac
