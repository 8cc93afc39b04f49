// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.scaling.VariantComparison.Verdict;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** How a variant compares with the reference if both have the same number of executor cores. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VariantRatio(
    @JsonPropertyDescription("The variant.") @Required @Size(max = 20) String variant,
    @JsonPropertyDescription("Its executor pods.") @Required Integer nodes,
    @JsonPropertyDescription(
            "The number of the reference's executor pods, which have the same number of cores in total as the variant's.")
        @Required
        Integer referenceNodes,
    @JsonPropertyDescription(
            "The variant's time divided by the reference's: below 1 it is faster. The geometric mean of the ratios of the trials.")
        @Required
        Double timeRatio,
    @JsonPropertyDescription(
            "Lower end of the ratio's confidence interval, from the spread of the ratios of the trials; absent with one trial. The intervals hold for all comparisons of the benchmark together: if nothing differs, in at most one benchmark in twenty an interval is above 1, and in at most one in twenty an interval is below 1.")
        Double timeRatioLow,
    @JsonPropertyDescription("Upper end of that interval.") Double timeRatioHigh,
    @JsonPropertyDescription(
            "Faster or Slower if the interval excludes 1; NoDifferenceShown if it contains 1, which does not mean that there is no difference; TooFewTrials with one trial.")
        @Required
        Verdict verdict,
    @JsonPropertyDescription(
            "True if the outputs differ from the reference's outputs for the same data; absent otherwise.")
        Boolean outputsDiffer) {

  /** The same, marked as having outputs that differ from the reference's. */
  public VariantRatio disagreeing() {
    return new VariantRatio(
        variant, nodes, referenceNodes, timeRatio, timeRatioLow, timeRatioHigh, verdict, true);
  }
}
