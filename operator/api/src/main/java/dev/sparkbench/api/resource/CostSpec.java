package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** What an executor costs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostSpec(
    @JsonPropertyDescription(
            "Price of one executor pod for an hour, as a decimal number in quotes, such as \"0.36\".")
        @Required
        @Pattern("^[0-9]{1,9}([.][0-9]{1,9})?$") @Size(max = 19) String executorHourPrice,
    @JsonPropertyDescription("What the price is in: three capital letters. Default: USD.")
        @Pattern("^[A-Z]{3}$") @Size(max = 3) String currency) {}
