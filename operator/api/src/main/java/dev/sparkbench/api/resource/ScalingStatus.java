// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Conclusions from the measured node counts. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScalingStatus(
    @JsonPropertyDescription(
            "The largest node count up to which all node counts are efficient, by goal.minEfficiencyPercent, or 80 % without it.")
        Integer efficientNodes,
    @JsonPropertyDescription(
            "The measured node count that meets the goal at the lowest cost: the one with the fewest executor-seconds, unless executors have different prices; absent if none meets it.")
        Integer cheapestNodes,
    @JsonPropertyDescription(
            "Contention of the Universal Scalability Law fitted to the times, the share that does not shrink with more nodes: lower end of its 95 % confidence interval. Absent, like the following fields, if there are fewer than 4 node counts or 2 trials, or if the times do not follow the law.")
        Double sigmaLow,
    @JsonPropertyDescription("Upper end of the contention's 95 % confidence interval.")
        Double sigmaHigh,
    @JsonPropertyDescription(
            "Crosstalk of the law, the cost of keeping nodes coherent as a share of the baseline's time: lower end of its 95 % confidence interval.")
        Double kappaLow,
    @JsonPropertyDescription("Upper end of the crosstalk's 95 % confidence interval.")
        Double kappaHigh,
    @JsonPropertyDescription(
            "The number of nodes beyond which the time grows again: lower end of the 95 % confidence interval. Absent unless such a number certainly exists within twice the largest measured node count.")
        Double peakNodesLow,
    @JsonPropertyDescription("Upper end of that interval.") Double peakNodesHigh) {}
