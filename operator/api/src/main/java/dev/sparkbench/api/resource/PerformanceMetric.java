// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.soabase.recordbuilder.core.RecordBuilder.BuilderMode;

/** The performance of one node count. */
@JsonInclude(JsonInclude.Include.NON_NULL)
// Most fields are absent most of the time, so this builder does not ask for each of them.
@RecordBuilder
@RecordBuilder.Options(
    builderMode = BuilderMode.STANDARD,
    enableWither = false,
    enableGetters = false)
public record PerformanceMetric(
    @JsonPropertyDescription("Executor pods.") @Required Integer nodes,
    @JsonPropertyDescription(
            "Wall time in seconds: the geometric mean of the trials' times, each the median of its iterations.")
        @Required
        Double timeSec,
    @JsonPropertyDescription(
            "Lower end of the time's 95 % confidence interval, from the spread between trials, in seconds; absent with one trial.")
        Double timeLowSec,
    @JsonPropertyDescription("Upper end of the time's 95 % confidence interval, in seconds.")
        Double timeHighSec,
    @JsonPropertyDescription("Time of the baseline divided by this time.") @Required Double speedup,
    @JsonPropertyDescription(
            "Lower end of the speedup's 95 % confidence interval, from the spread between trials; absent with one trial, and for the baseline.")
        Double speedupLow,
    @JsonPropertyDescription("Upper end of the speedup's 95 % confidence interval.")
        Double speedupHigh,
    @JsonPropertyDescription(
            "Speedup divided by the growth in nodes since the baseline: 1 if every added node contributes its full share.")
        @Required
        Double efficiency,
    @JsonPropertyDescription(
            "Lower end of the efficiency's 95 % confidence interval; absent like that of the speedup.")
        Double efficiencyLow,
    @JsonPropertyDescription("Upper end of the efficiency's 95 % confidence interval.")
        Double efficiencyHigh,
    @JsonPropertyDescription(
            "Serial fraction by Karp and Flatt: constant over the node counts if a serial part limits the speedup, rising if overhead does; absent for the baseline.")
        Double serialFraction,
    @JsonPropertyDescription(
            "Cost of the executors for that time, as a decimal number; absent without spec.cost.")
        @Size(max = 64) String cost,
    @JsonPropertyDescription(
            "True if the outputs differ from the baseline's outputs for the same data; absent otherwise. The message and the report say where.")
        Boolean outputsDiffer,
    @JsonPropertyDescription(
            "The variant; absent without spec.variants. Speedup and efficiency refer to the smallest node count of the same variant.")
        @Size(max = 20) String variant) {

  /** The same, marked as having outputs that differ from the baseline's. */
  public PerformanceMetric disagreeing() {
    return PerformanceMetricBuilder.builder(this).outputsDiffer(true).build();
  }
}
