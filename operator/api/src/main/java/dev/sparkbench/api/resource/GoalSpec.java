package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What a node count has to reach; the condition GoalMet says whether one does. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GoalSpec(
    @JsonPropertyDescription("The longest median wall time, in seconds.") @Min(1) @Max(604_800) Integer maxSeconds,
    @JsonPropertyDescription("The lowest efficiency, in percent.") @Min(1) @Max(100) Integer minEfficiencyPercent) {}
