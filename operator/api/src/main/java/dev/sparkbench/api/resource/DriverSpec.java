package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** The driver pods. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DriverSpec(
    @JsonPropertyDescription("CPU cores. Default: 1.") @Min(1) @Max(64) Integer cores,
    @JsonPropertyDescription(
            "JVM heap, such as 512Mi or 2Gi; the pod gets a tenth more, at least 384Mi. Default: 1Gi.")
        @Pattern("^[1-9][0-9]{0,5}(Mi|Gi)$") @Size(max = 8) String memory,
    @JsonPropertyDescription(
            "A PodTemplateSpec to start from: labels, annotations, node selection, tolerations, volumes. Secrets, the host, privileges, further containers and whatever could run code are refused, unless an administrator allows them. What the operator sets itself wins.")
        @PreserveUnknownFields
        Map<String, Object> podTemplate) {}
