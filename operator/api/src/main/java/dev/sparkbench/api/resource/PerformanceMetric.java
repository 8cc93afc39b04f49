package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** How one node count performed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PerformanceMetric(
    @JsonPropertyDescription("Executor pods.") @Required Integer nodes,
    @JsonPropertyDescription(
            "Median wall time, in seconds; with more than one trial, of the trials' medians.")
        @Required
        Double timeSec,
    @JsonPropertyDescription("Time of the baseline divided by this time.") @Required Double speedup,
    @JsonPropertyDescription(
            "Speedup divided by the growth in nodes since the baseline: 1 when every added node does its full share.")
        @Required
        Double efficiency,
    @JsonPropertyDescription(
            "Lower bound of the speedup, from the 95 % confidence intervals of both medians; absent below 6 samples, or trials where there are more than one.")
        Double speedupLow,
    @JsonPropertyDescription(
            "Upper bound of the speedup, from the 95 % confidence intervals of both medians; absent below 6 samples, or trials where there are more than one.")
        Double speedupHigh,
    @JsonPropertyDescription(
            "Serial fraction by Karp and Flatt: constant over the node counts where a serial part limits the speedup, rising where overhead does; absent for the baseline.")
        Double serialFraction,
    @JsonPropertyDescription(
            "Cost of the executors for that time, as a decimal number; absent without spec.cost.")
        @Size(max = 64) String cost,
    @JsonPropertyDescription(
            "True when what was computed is not what the baseline computed of the same data; absent otherwise. The message and the report say where.")
        Boolean outputsDiffer) {

  /** The same, with outputs that differ from the baseline's. */
  public PerformanceMetric disagreeing() {
    return new PerformanceMetric(
        nodes, timeSec, speedup, efficiency, speedupLow, speedupHigh, serialFraction, cost, true);
  }
}
