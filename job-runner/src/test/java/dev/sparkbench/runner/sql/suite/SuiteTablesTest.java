// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("tpch")
class SuiteTablesTest {

  private static final Scale SMALLEST = new Scale("0.01");

  /** Only pieces of these tables are compared here; the profile suites compares all of them. */
  private static final Set<String> LARGE =
      Set.of(
          "catalog_returns",
          "catalog_sales",
          "customer_demographics",
          "date_dim",
          "inventory",
          "lineitem",
          "store_returns",
          "store_sales",
          "time_dim",
          "web_sales");

  @ParameterizedTest
  @EnumSource(Suite.class)
  void partsTogetherAreTheWholeTable(Suite suite) {
    suite.tables().stream()
        .filter(table -> table.isDivisible() && !LARGE.contains(table.name()))
        .forEach(
            table -> {
              RowsHash whole = RowsHash.of(table, SMALLEST, 0, 1, 1);
              assertThat(RowsHash.of(table, SMALLEST, 0, 7, 7)).as(table.name()).isEqualTo(whole);
              assertThat(RowsHash.of(table, SMALLEST, 0, 5, 5)).as(table.name()).isEqualTo(whole);
            });
  }

  /**
   * A piece that begins with the first row, and one in the middle, are divided into smaller ones.
   */
  @ParameterizedTest
  @EnumSource(Suite.class)
  void piecesOfALargeTableAreTheSameHoweverTheyAreCut(Suite suite) {
    suite.tables().stream()
        .filter(table -> LARGE.contains(table.name()))
        .forEach(
            table -> {
              for (int piece : new int[] {0, 61}) {
                RowsHash whole = RowsHash.of(table, SMALLEST, piece, piece + 1, 100);
                assertThat(whole.rows()).as(table.name()).isPositive();
                assertThat(RowsHash.of(table, SMALLEST, 3 * piece, 3 * piece + 3, 300))
                    .as("%s, piece %d", table.name(), piece)
                    .isEqualTo(whole);
              }
            });
  }

  @Test
  void aTableWithHistoryIsNotCut() {
    assertThat(Suite.TPCDS.tables().stream().filter(table -> !table.isDivisible()))
        .extracting(SuiteTable::name)
        .containsExactly("call_center", "item", "store", "web_page", "web_site");
    assertThat(Suite.TPCDS.table("item").objects(new Scale("3000"))).isEqualTo(1);
  }

  @Test
  void namesAndTypesAreThoseOfTheQueries() {
    assertThat(types(Suite.TPCH.table("lineitem")))
        .containsEntry("l_orderkey", "bigint")
        .containsEntry("l_linenumber", "int")
        .containsEntry("l_quantity", "decimal(12,2)")
        .containsEntry("l_shipdate", "date")
        .containsEntry("l_comment", "string")
        .hasSize(16);
    assertThat(types(Suite.TPCDS.table("store_sales")))
        .containsEntry("ss_ticket_number", "int")
        .containsEntry("ss_net_profit", "decimal(7,2)")
        .hasSize(23);
    assertThat(types(Suite.TPCDS.table("customer")))
        .containsEntry("c_last_review_date", "int")
        .containsEntry("c_customer_id", "string")
        .hasSize(18);
    assertThat(types(Suite.TPCDS.table("promotion")))
        .containsEntry("p_response_target", "int")
        .containsEntry("p_cost", "decimal(15,2)");
    assertThat(types(Suite.TPCDS.table("store")))
        .containsEntry("s_tax_percentage", "decimal(5,2)")
        .containsEntry("s_rec_end_date", "date");
    assertThat(Suite.TPCDS.tables()).hasSize(24);
  }

  private static Map<String, String> types(SuiteTable table) {
    Map<String, String> types = new TreeMap<>();
    for (StructField field : table.schema().fields()) {
      types.put(field.name(), field.dataType().simpleString());
    }
    return types;
  }

  @Test
  void tablesGrowWithTheScaleAndSoDoTheirObjectsUpTo128MiB() {
    SuiteTable lineitem = Suite.TPCH.table("lineitem");
    assertThat(IntStream.of(1, 2, 8, 100, 3000).map(s -> lineitem.objects(new Scale("" + s))))
        .isSorted();
    assertThat(lineitem.objects(SMALLEST)).isEqualTo(1);
    assertThat(lineitem.bytes(new Scale("3000")) / lineitem.objects(new Scale("3000")) >> 20)
        .isBetween(126L, 130L);
    assertThat(Suite.TPCH.table("nation").objects(new Scale("3000"))).isEqualTo(1);
  }
}
