package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** What pods cost. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostSpec(
    @JsonPropertyDescription(
            "Price of one executor pod for an hour, as a decimal number in quotes, such as \"0.36\".")
        @Required
        @Pattern("^[0-9]{1,9}([.][0-9]{1,9})?$") @Size(max = 19) String executorHourPrice,
    @JsonPropertyDescription("What the price is in: three capital letters. Default: USD.")
        @Pattern("^[A-Z]{3}$") @Size(max = 3) String currency,
    @JsonPropertyDescription(
            "Price of the driver pod for an hour, such as \"0.18\". Default: that of an executor pod without spot.")
        @Pattern("^[0-9]{1,9}([.][0-9]{1,9})?$") @Size(max = 19) String driverHourPrice,
    @JsonPropertyDescription("How many per cent of the executors run on spot capacity. Default: 0.")
        @Min(0) @Max(100) Integer spotSharePercent,
    @JsonPropertyDescription("How many per cent less spot capacity costs. Default: 0.")
        @Min(0) @Max(100) Integer spotDiscountPercent) {}
