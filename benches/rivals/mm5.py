"""M/M/5 at a load of 0.8 in SimPy, in Ciw and in a plain heapq loop, beside veilsim: rates per event. See benches/README.md."""

import heapq
import os
import platform
import random
import subprocess
import sys
import time
from collections import deque
from importlib.metadata import version
from statistics import mean, median, stdev

import ciw
import simpy

RATE, SERVERS, ERLANG_C = 4.0, 5, 0.554113
REPETITIONS, T_999 = 9, 5.041  # the 99.9 % two-sided quantile of Student's t with 8 degrees of freedom


def in_simpy(arrivals, seed):
    chance, waits = random.Random(seed), []

    def customer(env, server):
        arrived = env.now
        with server.request() as request:
            yield request
            waits.append(env.now - arrived)
            yield env.timeout(chance.expovariate(1.0))

    def source(env, server):
        for _ in range(arrivals):
            yield env.timeout(chance.expovariate(RATE))
            env.process(customer(env, server))

    env = simpy.Environment()
    env.process(source(env, simpy.Resource(env, SERVERS)))
    env.run()
    return mean(waits)


def in_ciw(arrivals, seed):
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=RATE)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[SERVERS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(arrivals)
    return mean(record.waiting_time for record in simulation.get_all_records())


def by_heapq(arrivals, seed):
    chance, waiting, waited, busy, arrived = random.Random(seed), deque(), 0.0, 0, 0
    events = [(0.0, True)]
    while events:
        now, arrival = heapq.heappop(events)
        if arrival:
            arrived += 1
            if arrived < arrivals:
                heapq.heappush(events, (now + chance.expovariate(RATE), True))
            begins = busy < SERVERS
            if begins:
                busy += 1
            else:
                waiting.append(now)
        else:
            begins = bool(waiting)
            if begins:
                waited += now - waiting.popleft()
            else:
                busy -= 1
        if begins:
            heapq.heappush(events, (now + chance.expovariate(1.0), False))
    return waited / arrivals


def timed(play, arrivals, seed):
    begun = time.perf_counter()
    wait = play(arrivals, seed)
    return (time.perf_counter() - begun) / (2 * arrivals), wait


def in_veilsim(mode):
    """Seconds an event, as the process itself measures them, and the mean wait."""

    def play(arrivals, seed):
        out = subprocess.run([sys.argv[1], mode, str(arrivals), str(seed)], check=True, capture_output=True, text=True)
        seconds, wait = map(float, out.stdout.split())
        return seconds / (2 * arrivals), wait

    return play


ENGINES = [
    (f"Ciw {version('ciw')}", 30_000, lambda n, seed: timed(in_ciw, n, seed)),
    (f"SimPy {version('simpy')}", 100_000, lambda n, seed: timed(in_simpy, n, seed)),
    ("a heapq loop", 300_000, lambda n, seed: timed(by_heapq, n, seed)),
    ("veilsim, observed (Station)", 3_000_000, in_veilsim("observed")),
    ("veilsim", 3_000_000, in_veilsim("bare")),
]

print(f"Python {platform.python_version()}, load {' '.join(f'{load:.2f}' for load in os.getloadavg())}")
print(f"M/M/5 at rho 0.8, {REPETITIONS} seeds in turn; two events a customer, whatever the engine makes of them")
runs = {name: [] for name, _, _ in ENGINES}
for seed in range(REPETITIONS):
    for name, arrivals, play in ENGINES:
        runs[name].append(play(arrivals, seed))


def ratio(name, beside):
    return median(theirs / own for (theirs, _), (own, _) in zip(runs[name], runs[beside]))


for name, arrivals, _ in ENGINES:
    observed, bare = (ratio(name, own) for own, _, _ in ENGINES[-2:])
    waits = [wait for _, wait in runs[name]]
    half = T_999 * stdev(waits) / len(waits) ** 0.5
    nanoseconds = 1e9 * median(seconds for seconds, _ in runs[name])
    print(
        f"  {name:<28} {arrivals:>8} arrivals {nanoseconds:>8.1f} ns per event; veilsim is {bare:>5.1f} x, observed {observed:>5.1f} x;"
        f" mean wait {mean(waits):.4f} +- {half:.4f} days (99.9 %); Erlang C says {ERLANG_C:.4f}"
    )
    assert abs(mean(waits) - ERLANG_C) <= half, name
