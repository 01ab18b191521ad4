#!/bin/bash
# {{ question }}
#
# {{ name }} as a Slurm job array of {{ shards }} shards, one a task. Keep this as {{ name }}.sbatch, then from this folder:
#
#   id=$(sbatch --parsable {{ name }}.sbatch)
#   sbatch --dependency=afterany:$id --mem={{ merge_memory }}M --output={{ name }}-merge.log --wrap {{ merge_word }}
#
# The second waits for the first, and puts the result into {{ out }}. Where shards are missing it ends with 75 and says which:
# submit those alone, as in `sbatch --array=7,19 {{ name }}.sbatch`, then the second line again. Shards that are whole are left alone.
#
{% for line in cost %}# {{ line }}
{% endfor %}
#SBATCH --job-name={{ name }}
#SBATCH --array=0-{{ last }}
#SBATCH --cpus-per-task=1
# Five times what a shard is expected to take, and ten minutes at least. One that needs more goes on in its next attempt.
#SBATCH --time={{ minutes }}
#SBATCH --mem={{ memory }}M
#SBATCH --output={{ name }}-%A_%a.log
# Keep the log of earlier attempts:
#SBATCH --open-mode=append
# If the node dies, Slurm itself starts the task again:
#SBATCH --requeue
# SIGTERM to this script (B:) 60 s before the time is up, or up to a minute earlier:
#SBATCH --signal=B:TERM@60

task=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
attempt=${SLURM_RESTART_COUNT:-0} # how often Slurm has started this task again, whoever asked for it
echo "$(date +%T) shard $SLURM_ARRAY_TASK_ID on ${SLURMD_NODENAME:-?}, attempt $attempt"

# In the background and with `wait`, or bash would hold the signal back until veilsim ends. TERM is passed on, not INT: what a script
# starts in the background ignores INT. The number of shards is part of the question, so it is written here: Slurm's own count of tasks
# is 2 where only two lost shards are submitted again.
stopped=
trap 'stopped=1; kill -TERM "$child" 2>/dev/null' TERM
{{ run }} --shard auto/{{ shards }} --threads "${SLURM_CPUS_PER_TASK:-1}" &
child=$!
wait "$child"; code=$?
trap '' TERM
if [[ -n $stopped ]]; then # that wait was cut short by the signal: 10 s for veilsim to write down what it has
    for _ in {1..40}; do kill -0 "$child" 2>/dev/null || break; sleep 0.25; done
    kill -KILL "$child" 2>/dev/null
    wait "$child"; code=$?
fi

# Worth another attempt: 75 (says veilsim), 130 (interrupted), 137 (kill -9, or out of memory), 143 (TERM). Not worth it: 1, a failure,
# and 2, a mistake in the input.
case $code in
75 | 130 | 137 | 143)
    state=$(squeue -h -j "$task" -o %T) # not RUNNING: somebody cancelled the task, or Slurm already requeues it
    if [[ $state == RUNNING ]] && ((attempt < 5)); then
        echo "$(date +%T) exit code $code, once more"
        scontrol requeue "$task" && sleep 30 # Slurm ends this script
    fi
    echo "$(date +%T) exit code $code, state ${state:-unknown}, attempt $attempt: given up" ;;
esac
exit "$code"
