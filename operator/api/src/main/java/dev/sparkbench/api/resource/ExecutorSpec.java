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

/** The executor pods. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecutorSpec(
    @JsonPropertyDescription(
            "CPU cores, and tasks at a time. Default: 1, unless the operator's configuration says otherwise.")
        @Min(1) @Max(64) @EditOf(Effect.STARTS_OVER)
        Integer cores,
    @JsonPropertyDescription(
            "JVM heap, such as 512Mi or 2Gi, at least 466Mi; the pod gets a tenth more, at least 384Mi. Default: 1Gi, unless the operator's configuration says otherwise.")
        @Pattern("^[1-9][0-9]{0,5}(Mi|Gi)$") @Size(max = 8) @EditOf(Effect.STARTS_OVER)
        String memory,
    @JsonPropertyDescription(
            "Whether the CPU limit equals the request, so that an executor cannot borrow idle cores of its node, and every node count has the same. Namespaces with a quota or LimitRange for CPU may need it. Default: true.")
        @EditOf(value = Effect.STARTS_OVER, unless = "true")
        Boolean limitCpu,
    @JsonPropertyDescription(
            "A PodTemplateSpec that the pod is based on: labels, annotations, node selection, tolerations, volumes. Secrets, the host, privileges, further containers and everything that could run code are refused, unless an administrator allows them. Settings of Spark and the operator override it. Executors are spread over Kubernetes nodes as far as there are enough, unless it has topologySpreadConstraints or a podAntiAffinity.")
        @PreserveUnknownFields
        @EditOf(Effect.STARTS_OVER)
        Map<String, Object> podTemplate) {

  /** All fields absent. */
  public static final ExecutorSpec EMPTY = new ExecutorSpec(null, null, null, null);
}
