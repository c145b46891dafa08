#!/usr/bin/env python3
"""Writes jeffreys.tsv: equal-tailed Jeffreys intervals of shares, to 15 digits, from the series of the incomplete
beta function, whose terms are all positive, and bisection, in 30 digits - nothing of Xenia's own code.
Run: tests/reference/jeffreys.py > tests/reference/jeffreys.tsv (needs Debian's python3-mpmath)"""
from mpmath import exp, log, loggamma, mp, mpf, nstr

mp.dps = 30


def probability_below(x, a, b):
    if x > 0.5:
        return 1 - probability_below(1 - x, b, a)
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** -28:
        term *= (a + b + n) * x / (a + 1 + n)
        total += term
        n += 1
    return exp(a * log(x) + b * log(1 - x) + loggamma(a + b) - loggamma(a + 1) - loggamma(b)) * total


def quantile(a, b, probability):
    low, high = mpf(0), mpf(1)
    while high - low > mpf(10) ** -18:
        middle = (low + high) / 2
        if probability_below(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def interval(persons, members, household_size, confidence):
    a = mpf(members) / mpf(household_size) + mpf("0.5")
    b = mpf(persons - members) / mpf(household_size) + mpf("0.5")
    tail = (1 - mpf(confidence)) / 2
    lower = mpf(0) if members == 0 else quantile(a, b, tail)
    upper = mpf(1) if members == persons else quantile(a, b, 1 - tail)
    return lower, upper


print("persons\tmembers\thousehold_size\tconfidence\tlower\tupper")
for persons, members in [(50, 0), (50, 5), (50, 50), (120, 40), (300, 15), (300, 295), (1000, 125), (2500, 0),
                         (40000, 5)]:
    for household_size in ["1", "2.2", "4.5"]:
        for confidence in ["0.5", "0.9", "0.99"]:
            lower, upper = interval(persons, members, household_size, confidence)
            print(persons, members, household_size, confidence, nstr(lower, 15), nstr(upper, 15), sep="\t")
