// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What a node count has to reach; the condition GoalMet says whether one does. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GoalSpec(
    @JsonPropertyDescription("The longest time of a pass, in seconds.")
        @Min(1) @Max(604_800) @EditOf(Effect.JUDGES_AGAIN)
        Integer maxSeconds,
    @JsonPropertyDescription(
            "The lowest efficiency, in percent. Asked for alone, it is for more nodes than the smallest node count, whose efficiency is 100 % by definition.")
        @Min(1) @Max(100) @EditOf(Effect.JUDGES_AGAIN)
        Integer minEfficiencyPercent) {}
