package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What follows from the measured node counts. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScalingStatus(
    @JsonPropertyDescription(
            "The largest node count measured that is efficient: by goal.minEfficiencyPercent, or 80 %; absent when none is.")
        Integer efficientNodes,
    @JsonPropertyDescription(
            "The node count measured that meets the goal with the fewest executor-seconds; absent when none does.")
        Integer cheapestNodes,
    @JsonPropertyDescription(
            "Contention of the Universal Scalability Law fitted to the times: the share that does not shrink with more nodes. Absent below 3 node counts, like the rest.")
        Double sigma,
    @JsonPropertyDescription(
            "Crosstalk of the law: the cost of keeping nodes coherent, as a share of the baseline's time.")
        Double kappa,
    @JsonPropertyDescription(
            "The number of nodes with the shortest time by the law; absent when it is beyond twice the largest node count measured.")
        Double peakNodes,
    @JsonPropertyDescription(
            "The largest deviation of a measured time from the law, as a share of that time.")
        Double worstResidual) {}
