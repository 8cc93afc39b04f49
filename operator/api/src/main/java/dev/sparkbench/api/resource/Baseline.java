// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** The run that every speedup refers to: the smallest node count that was measured. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Baseline(
    @JsonPropertyDescription("Executor pods.") @Required Integer nodes,
    @JsonPropertyDescription("Wall time in seconds, as in performanceMetrics.") @Required
        Double timeSec) {}
