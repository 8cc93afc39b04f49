// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** The requirements for a node count; the condition GoalMet says whether one meets them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GoalSpec(
    @JsonPropertyDescription("The longest time of a pass, in seconds.")
        @Min(1) @Max(604_800) @EditOf(Effect.JUDGES_AGAIN)
        Integer maxSeconds,
    @JsonPropertyDescription(
            "The lowest efficiency, in percent. Without maxSeconds, it is for larger node counts than the smallest, whose efficiency is 100 % by definition.")
        @Min(1) @Max(100) @EditOf(Effect.JUDGES_AGAIN)
        Integer minEfficiencyPercent) {}
