// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.catalogue.CanonicalQuery;
import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Queries over the dataset and further tables. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SqlSpec(
    @JsonPropertyDescription("The name of the dataset in queries. Default: dataset.")
        @Pattern("^[a-z][a-z0-9_]{0,62}$") @Size(max = 63) @EditOf(value = Effect.STARTS_OVER, unless = "dataset")
        String table,
    @JsonPropertyDescription("Further tables, each read as spec.dataset is.")
        @Size(max = 32) @ValidationRule(
            value = "self.all(t, self.exists_one(u, u.name == t.name))",
            message = "names of tables must be unique")
        @EditOf(Effect.STARTS_OVER)
        List<TableSpec> tables,
    @JsonPropertyDescription("The queries, in the order in which they run.")
        @Size(min = 1, max = 128) @ValidationRule(
            value =
                "self.all(q, !has(q.name) || self.exists_one(r, has(r.name) && r.name == q.name))",
            message = "names of queries must be unique")
        @EditOf(Effect.STARTS_OVER)
        List<QuerySpec> queries,
    @JsonPropertyDescription(
            "Queries that are made from the dataset's schema, if you have no queries of your own; they run after queries. Default: all of them if there are no queries, otherwise none.")
        @Size(min = 1, max = 7) @ValidationRule(
            value = "self.all(q, self.exists_one(r, r == q))",
            message = "canonical queries must be unique")
        @EditOf(Effect.STARTS_OVER)
        List<CanonicalQuery> canonical,
    @JsonPropertyDescription(
            "What to do with the rows that a query returns: Discard (default), the executors compute and discard them; Collect, they are collected in the driver. In both cases all rows are computed.")
        @EditOf(value = Effect.STARTS_OVER, unless = "Discard")
        QueryResult result) {

  /** All fields absent, which means the canonical queries. */
  public static final SqlSpec EMPTY = new SqlSpec(null, null, null, null, null);
}
