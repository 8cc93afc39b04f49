// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.api.contract.SuiteWorkload.Generate;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A standard suite; s3Path is the folder with its tables. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SuiteSpec(
    @JsonPropertyDescription(
            "The scale factor, from \"0.01\" to \"3000\"; 1 is about a gigabyte of raw data.")
        @Required
        @Pattern("^([1-9][0-9]{0,3}|0[.](0[1-9]|[1-9][0-9]?))$") @Size(max = 4) @EditOf(Effect.STARTS_OVER)
        String scale,
    @JsonPropertyDescription(
            "Names of queries, such as q1, in the order in which they run. Default: all of the suite.")
        @Size(min = 1, max = 128) @ValidationRule(
            value = "self.all(q, self.exists_one(r, r == q))",
            message = "queries must be unique")
        @EditOf(Effect.STARTS_OVER)
        List<@Pattern("^q[1-9][0-9]?[ab]?$") @Size(max = 4) String> queries,
    @JsonPropertyDescription(
            "Whether tables that are missing at s3Path are created there before the first run: IfMissing (default) or Never.")
        @EditOf(value = Effect.STARTS_OVER, unless = "IfMissing")
        Generate generate,
    @JsonPropertyDescription("As sql.result.")
        @EditOf(value = Effect.STARTS_OVER, unless = "Discard")
        QueryResult result) {}
