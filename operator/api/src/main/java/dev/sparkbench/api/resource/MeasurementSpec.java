package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How often to measure. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MeasurementSpec(
    @JsonPropertyDescription(
            "Iterations before measuring, so that compiled code and caches are warm. Default: 1.")
        @Min(0) @Max(20) Integer warmups,
    @JsonPropertyDescription(
            "Measured iterations of each run. Its time is their median; from 6 on it has a confidence interval. Default: 3.")
        @Min(1) @Max(50) Integer iterations) {}
