// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The variant with the shortest times, compared with the reference, short enough for a column. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BestVariant(
    @JsonPropertyDescription("Its name.") @Required @Size(max = 20) String name,
    @JsonPropertyDescription(
            "How many times as fast as the reference it is, over all comparisons, such as \"1.24x (fat)\"; \"not shown\" if no variant is certainly faster and the reference is not certainly the fastest.")
        @Required
        @Size(max = 40) String speedup) {}
