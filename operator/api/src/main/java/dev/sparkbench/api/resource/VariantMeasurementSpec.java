// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.contract.Partitions;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How a variant reads its data. Everything else about measuring is the same for all variants. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VariantMeasurementSpec(
    @JsonPropertyDescription("As spec.measurement.cache.") MeasurementSpec.Cache cache,
    @JsonPropertyDescription(
            "As spec.measurement.partitions. PerNodeCount takes the place of a spec.measurement.partitionCount.")
        Partitions partitions,
    @JsonPropertyDescription(
            "As spec.measurement.partitionCount. Default: the same for all variants without one, from the largest of their node counts.")
        @Min(1) @Max(100000) Integer partitionCount) {}
