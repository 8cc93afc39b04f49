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
            "As spec.measurement.partitionCount. Default: that, or else one number for all variants without their own, the largest that one of them would have alone.")
        @Min(1) @Max(100000) Integer partitionCount) {}
