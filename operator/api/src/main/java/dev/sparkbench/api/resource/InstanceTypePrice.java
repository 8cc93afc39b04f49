// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The price of executor pods on Kubernetes nodes of an instance type. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstanceTypePrice(
    @JsonPropertyDescription(
            "The instance type, as the nodes' label node.kubernetes.io/instance-type names it.")
        @Required
        @Pattern("^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$") @Size(max = 63) String name,
    @JsonPropertyDescription(
            "Price of one executor pod there for an hour, such as \"0.36\". The discount of spot capacity applies, as for executorHourPrice.")
        @Required
        @Pattern("^[0-9]{1,9}([.][0-9]{1,9})?$") @Size(max = 19) String executorHourPrice) {}
