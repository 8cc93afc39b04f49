// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A table that an application reads in addition to the dataset. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApplicationTableSpec(
    @JsonPropertyDescription("Its name: $(table.NAME) in an argument is its address.")
        @Required
        @Pattern("^[a-z][a-z0-9_]{0,62}$") @Size(max = 63) @ValidationRule(value = "self != 'dataset'", message = "dataset is the name of s3Path")
        String name,
    @JsonPropertyDescription(
            "Its address, as in spec.s3Path: a key in storage.bucket, or s3://bucket/key; a file, a folder or a glob.")
        @Required
        @Size(min = 1, max = 1024) @ValidationRule(
            value = "!self.matches('(^|/)[.][.](/|$)')",
            message = "must not contain '..'")
        String s3Path,
    @JsonPropertyDescription(
            "As dataset.format. It is needed only for delta and iceberg: it adds their libraries, and then versions are compared instead of objects.")
        DatasetSpec.Format format) {}
