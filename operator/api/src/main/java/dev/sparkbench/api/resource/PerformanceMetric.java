package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** How one node count performed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PerformanceMetric(
    @JsonPropertyDescription("Executor pods.") @Required Integer nodes,
    @JsonPropertyDescription("Median wall time, in seconds.") @Required Double timeSec,
    @JsonPropertyDescription("Time of the baseline divided by this time.") @Required Double speedup,
    @JsonPropertyDescription(
            "Speedup divided by the growth in nodes since the baseline: 1 when every added node does its full share.")
        @Required
        Double efficiency) {}
