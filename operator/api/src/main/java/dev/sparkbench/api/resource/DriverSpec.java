// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** The driver pods. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DriverSpec(
    @JsonPropertyDescription(
            "CPU cores. Default: 1, unless the operator's configuration says otherwise.")
        @Min(1) @Max(64) @EditOf(Effect.STARTS_OVER)
        Integer cores,
    @JsonPropertyDescription(
            "JVM heap, such as 512Mi or 2Gi, at least 466Mi; the pod gets a tenth more, at least 384Mi. Default: 1Gi, unless the operator's configuration says otherwise.")
        @Pattern("^[1-9][0-9]{0,5}(Mi|Gi)$") @Size(max = 8) @EditOf(Effect.STARTS_OVER)
        String memory,
    @JsonPropertyDescription(
            "Whether there is a CPU limit, as quotas of some namespaces require: twice the cores, which a driver rarely needs for long, or the limit in podTemplate. Without one, a LimitRange may set one below the request, and then the pod is refused. Default: true.")
        @EditOf(value = Effect.STARTS_OVER, unless = "true")
        Boolean limitCpu,
    @JsonPropertyDescription(
            "A PodTemplateSpec that the pod is based on: labels, annotations, node selection, tolerations, volumes. Secrets, the host, privileges, further containers and everything that could run code are refused, unless an administrator allows them. The operator's own settings override it. The report pod takes the settings about where and as whom it may run, image pull secrets, variables, and mounted files; labels and annotations but those of queues and gangs; no further containers, devices or disks. Driver and executors are put into a queue by labels or annotations in both templates.")
        @PreserveUnknownFields
        @EditOf(Effect.STARTS_OVER)
        Map<String, Object> podTemplate) {

  /** All fields absent. */
  public static final DriverSpec EMPTY = new DriverSpec(null, null, null, null);
}
