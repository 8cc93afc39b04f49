// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/**
 * A named configuration that is measured side by side with others. It contains only what differs
 * from the rest of the spec. It cannot change what is computed, or how it is measured.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VariantSpec(
    @JsonPropertyDescription("Its name in status and results.")
        @Required
        @Pattern("^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$") @Size(max = 20) @ValidationRule(
            value = "self != 'output'",
            message = "must not be 'output', which is the folder of all results")
        String name,
    @JsonPropertyDescription("Its runner image, as spec.image.") @Size(min = 1, max = 512) String image,
    @JsonPropertyDescription("Spark properties that are added to spec.sparkConf or override it.")
        @Size(max = 64) @ValidationRule(
            value = "self.all(k, size(k) <= 253)",
            message = "names must have at most 253 characters")
        Map<String, @Size(max = 4096) String> sparkConf,
    @JsonPropertyDescription(
            "The differences of its driver pods; absent fields are those of spec.driver. A podTemplate is merged over that of spec.driver, and can only set where pods run: metadata.labels, and in spec nodeSelector, affinity, tolerations and topologySpreadConstraints.")
        DriverSpec driver,
    @JsonPropertyDescription(
            "The differences of its executor pods; absent fields are those of spec.executor. A podTemplate is merged over that of spec.executor, and can only set where pods run: metadata.labels, and in spec nodeSelector, affinity, tolerations and topologySpreadConstraints.")
        ExecutorSpec executor,
    @JsonPropertyDescription(
            "How its reading of data differs from spec.measurement, whose fields are the defaults.")
        VariantMeasurementSpec measurement,
    @JsonPropertyDescription(
            "Its prices, in the same currency. Each field that is set replaces that of spec.cost.")
        CostSpec cost,
    @JsonPropertyDescription("Its node counts. Default: spec.nodeList.")
        @Size(min = 1, max = 32) @ValidationRule(
            value = "self.all(n, self.exists_one(m, m == n))",
            message = "node counts must be unique")
        List<@Min(1) @Max(1000) Integer> nodeList) {}
