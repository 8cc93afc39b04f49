// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.contract.BadRecords;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** A table in addition to the dataset. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TableSpec(
    @JsonPropertyDescription("Its name in queries.")
        @Required
        @Pattern("^[a-z][a-z0-9_]{0,62}$") @Size(max = 63) String name,
    @JsonPropertyDescription(
            "Its address, as in spec.s3Path: a key in storage.bucket, or s3://bucket/key; a file, a folder or a glob.")
        @Required
        @Size(min = 1, max = 1024) @ValidationRule(
            value = "!self.matches('(^|/)[.][.](/|$)')",
            message = "must not contain '..'")
        String s3Path,
    @JsonPropertyDescription("As dataset.format.") DatasetSpec.Format format,
    @JsonPropertyDescription("As dataset.options.")
        @Size(max = 32) @ValidationRule(
            value = "self.all(k, size(k) <= 253)",
            message = "names must have at most 253 characters")
        Map<String, @Size(max = 1024) String> options,
    @JsonPropertyDescription("As dataset.schema.") @Size(min = 1, max = 65536) String schema,
    @JsonPropertyDescription("As dataset.badRecords.") BadRecords badRecords) {}
