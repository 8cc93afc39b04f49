// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What follows from the measured node counts. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScalingStatus(
    @JsonPropertyDescription(
            "The last of the unbroken row of node counts, from the smallest on, that are efficient: by goal.minEfficiencyPercent, or 80 %.")
        Integer efficientNodes,
    @JsonPropertyDescription(
            "The node count measured that meets the goal at the lowest cost, which is that with the fewest executor-seconds unless executors have different prices; absent when none does.")
        Integer cheapestNodes,
    @JsonPropertyDescription(
            "Contention of the Universal Scalability Law fitted to the times, the share that does not shrink with more nodes: lower end of its 95 % confidence interval. Absent, like what follows, below 4 node counts or 2 trials, and where the times do not follow the law.")
        Double sigmaLow,
    @JsonPropertyDescription("Upper end of the contention's 95 % confidence interval.")
        Double sigmaHigh,
    @JsonPropertyDescription(
            "Crosstalk of the law, the cost of keeping nodes coherent as a share of the baseline's time: lower end of its 95 % confidence interval.")
        Double kappaLow,
    @JsonPropertyDescription("Upper end of the crosstalk's 95 % confidence interval.")
        Double kappaHigh,
    @JsonPropertyDescription(
            "Beyond which number of nodes the time grows again: lower end of the 95 % confidence interval. Absent unless it is sure that there is one, within twice the largest node count measured.")
        Double peakNodesLow,
    @JsonPropertyDescription("Upper end of that interval.") Double peakNodesHigh) {}
