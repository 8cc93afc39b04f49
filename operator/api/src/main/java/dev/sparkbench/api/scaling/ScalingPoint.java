package dev.sparkbench.api.scaling;

/**
 * How one node count compares with the baseline, the smallest node count that was measured.
 *
 * @param nodes executor pods
 * @param time what was measured there
 * @param speedup T(n₀)/T(N), a ratio of medians
 * @param efficiency speedup·n₀/N: 1 when every added node does its full share
 */
public record ScalingPoint(int nodes, SampleSummary time, double speedup, double efficiency) {}
