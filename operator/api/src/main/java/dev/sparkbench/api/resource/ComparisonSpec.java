// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** The requirements for every variant; the condition ComparisonMet says whether they are met. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ComparisonSpec(
    @JsonPropertyDescription(
            "By how many per cent a variant may be slower than the reference, in every comparison of the two.")
        @Min(0) @Max(1000) @EditOf(Effect.JUDGES_AGAIN)
        Integer maxSlowdownPercent,
    @JsonPropertyDescription(
            "How many times as fast as the reference a variant must be, in every comparison of the two, as a decimal number in quotes, such as \"1.2\".")
        @Pattern("^[0-9]{1,3}([.][0-9]{1,3})?$") @Size(max = 7) @EditOf(Effect.JUDGES_AGAIN)
        String minSpeedup) {}
