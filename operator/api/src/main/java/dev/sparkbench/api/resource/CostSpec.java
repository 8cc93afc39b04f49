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

/** What pods cost. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CostSpec(
    @JsonPropertyDescription(
            "Price of one executor pod for an hour, as a decimal number in quotes, such as \"0.36\"; of those on instance types that have no price in instanceTypes, or whose instance type is not known.")
        @Required
        @Pattern("^[0-9]{1,9}([.][0-9]{1,9})?$") @Size(max = 19) @EditOf(Effect.JUDGES_AGAIN)
        String executorHourPrice,
    @JsonPropertyDescription("What the price is in: three capital letters. Default: USD.")
        @Pattern("^[A-Z]{3}$") @Size(max = 3) @EditOf(value = Effect.JUDGES_AGAIN, unless = "USD")
        String currency,
    @JsonPropertyDescription(
            "Price of the driver pod for an hour, such as \"0.18\". Default: that of an executor pod without spot.")
        @Pattern("^[0-9]{1,9}([.][0-9]{1,9})?$") @Size(max = 19) @EditOf(Effect.JUDGES_AGAIN)
        String driverHourPrice,
    @JsonPropertyDescription("How many per cent of the executors run on spot capacity. Default: 0.")
        @Min(0) @Max(100) @EditOf(value = Effect.JUDGES_AGAIN, unless = "0")
        Integer spotSharePercent,
    @JsonPropertyDescription("How many per cent less spot capacity costs. Default: 0.")
        @Min(0) @Max(100) @EditOf(value = Effect.JUDGES_AGAIN, unless = "0")
        Integer spotDiscountPercent,
    @JsonPropertyDescription(
            "Prices by the instance type of the Kubernetes node that an executor ran on. Instance types are known where drivers may read nodes: see the chart's jobs.rbac.readNodes.")
        @Size(max = 32) @EditOf(Effect.JUDGES_AGAIN)
        List<InstanceTypePrice> instanceTypes) {

  /** Copies the list; null is empty. */
  public CostSpec {
    instanceTypes = instanceTypes == null ? List.of() : List.copyOf(instanceTypes);
  }
}
