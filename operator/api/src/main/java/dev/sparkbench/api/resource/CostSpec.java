// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The prices of pods. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CostSpec(
    @JsonPropertyDescription(
            "Price of one executor pod for an hour, as a decimal number in quotes, such as \"0.36\". It is for instance types without a price in instanceTypes, and for unknown ones.")
        @Required
        @Pattern("^[0-9]{1,9}([.][0-9]{1,9})?$") @Size(max = 19) @EditOf(Effect.JUDGES_AGAIN)
        String executorHourPrice,
    @JsonPropertyDescription("The currency: three capital letters. Default: USD.")
        @Pattern("^[A-Z]{3}$") @Size(max = 3) @EditOf(value = Effect.JUDGES_AGAIN, unless = "USD")
        String currency,
    @JsonPropertyDescription(
            "Price of the driver pod for an hour, such as \"0.18\". Default: that of an executor pod without spot.")
        @Pattern("^[0-9]{1,9}([.][0-9]{1,9})?$") @Size(max = 19) @EditOf(Effect.JUDGES_AGAIN)
        String driverHourPrice,
    @JsonPropertyDescription("How many per cent of the executors run on spot capacity. Default: 0.")
        @Min(0) @Max(100) @EditOf(value = Effect.JUDGES_AGAIN, unless = "0")
        Integer spotSharePercent,
    @JsonPropertyDescription("The discount of spot capacity in per cent. Default: 0.")
        @Min(0) @Max(100) @EditOf(value = Effect.JUDGES_AGAIN, unless = "0")
        Integer spotDiscountPercent,
    @JsonPropertyDescription(
            "Prices by the instance type of the Kubernetes node that an executor ran on. Instance types are known if drivers may read nodes: see the chart's jobs.rbac.readNodes.")
        @Size(max = 32) @EditOf(Effect.JUDGES_AGAIN)
        List<InstanceTypePrice> instanceTypes) {

  /** Copies the list; null becomes empty. */
  public CostSpec {
    instanceTypes = instanceTypes == null ? List.of() : List.copyOf(instanceTypes);
  }
}
