// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** What every variant has to reach; the condition ComparisonMet says whether they do. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ComparisonSpec(
    @JsonPropertyDescription(
            "By how many per cent a variant may take longer than the reference, wherever the two are compared.")
        @Min(0) @Max(1000) @EditOf(Effect.JUDGES_AGAIN)
        Integer maxSlowdownPercent,
    @JsonPropertyDescription(
            "How many times as fast as the reference a variant has to be, wherever the two are compared, as a decimal number in quotes, such as \"1.2\".")
        @Pattern("^[0-9]{1,3}([.][0-9]{1,3})?$") @Size(max = 7) @EditOf(Effect.JUDGES_AGAIN)
        String minSpeedup) {}
