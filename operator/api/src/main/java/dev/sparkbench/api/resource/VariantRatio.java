// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.scaling.VariantComparison.Verdict;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** How a variant compares with the reference where both have as many executor cores. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VariantRatio(
    @JsonPropertyDescription("The variant.") @Required @Size(max = 20) String variant,
    @JsonPropertyDescription("Its executor pods.") @Required Integer nodes,
    @JsonPropertyDescription(
            "The reference's executor pods, which together have as many cores as the variant's.")
        @Required
        Integer referenceNodes,
    @JsonPropertyDescription(
            "The variant's time divided by the reference's: below 1 it is faster. The geometric mean of the ratios of the trials.")
        @Required
        Double timeRatio,
    @JsonPropertyDescription(
            "Lower end of the ratio's confidence interval, from the spread of the ratios of the trials; absent with one trial. The intervals hold for all comparisons of the benchmark together: where nothing differs, in at most one benchmark in twenty one of them lies above 1, and in at most one below.")
        Double timeRatioLow,
    @JsonPropertyDescription("Upper end of that interval.") Double timeRatioHigh,
    @JsonPropertyDescription(
            "Faster or Slower, where the interval says so; NoDifferenceShown where it contains 1, which does not mean that there is none; TooFewTrials with one trial.")
        @Required
        Verdict verdict,
    @JsonPropertyDescription(
            "True when what was computed is not what the reference computed of the same data; absent otherwise.")
        Boolean outputsDiffer) {

  /** The same, with outputs that differ from the reference's. */
  public VariantRatio disagreeing() {
    return new VariantRatio(
        variant, nodes, referenceNodes, timeRatio, timeRatioLow, timeRatioHigh, verdict, true);
  }
}
