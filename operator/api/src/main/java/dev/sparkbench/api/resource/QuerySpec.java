// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A query, or a folder of them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.text) != has(self.from)", message = "give either text or from")
@ValidationRule(
    value = "has(self.name) != (has(self.from) && self.from.endsWith('/'))",
    message = "give a name, unless from is a folder, whose objects give the names")
public record QuerySpec(
    @JsonPropertyDescription("Names the query in results.")
        @Pattern("^[a-z][a-z0-9_-]{0,62}$") @Size(max = 63) String name,
    @JsonPropertyDescription("One query in Spark's SQL.") @Size(min = 1, max = 16384) String text,
    @JsonPropertyDescription(
            "The address of the text in the store: a key in storage.bucket, or s3://bucket/key. With a / at the end, a folder: every *.sql object in it is a query with the name of its file.")
        @Size(min = 1, max = 1024) @ValidationRule(
            value = "!self.matches('(^|/)[.][.](/|$)')",
            message = "must not contain '..'")
        String from) {}
