// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The node count with the highest speedup, short enough for a column. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BestRun(
    @JsonPropertyDescription("Executor pods.") @Required Integer nodes,
    @JsonPropertyDescription(
            "Speedup and node count, such as \"5.35x (8 nodes)\"; with \"maybe chance\", if its 95 % confidence interval contains 1.")
        @Required
        @Size(max = 40) String speedup,
    @JsonPropertyDescription("Efficiency there, such as \"67%\".") @Required @Size(max = 16) String efficiency) {}
