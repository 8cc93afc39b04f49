// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import com.google.common.collect.Iterators;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A table of TPC-DS, with the names and types of Spark's own tests, because the queries come from
 * there. But texts are STRING without padding, because Parquet has no CHAR.
 */
final class TpcdsSuiteTable implements SuiteTable {

  /** Columns that have other names in the generator than in the queries. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "c_last_review_date_sk", "c_last_review_date",
          "p_response_targe", "p_response_target",
          "s_tax_precentage", "s_tax_percentage");

  /**
   * The approximate number of Parquet bytes per row of the generator, measured at scale 0.01. For
   * sales and returns, such a row is an order, which has several rows in the table.
   */
  private static final Map<Table, Integer> BYTES_PER_ROW =
      Map.ofEntries(
          Map.entry(Table.CATALOG_PAGE, 59),
          Map.entry(Table.CATALOG_RETURNS, 66),
          Map.entry(Table.CATALOG_SALES, 628),
          Map.entry(Table.CUSTOMER, 78),
          Map.entry(Table.CUSTOMER_ADDRESS, 41),
          Map.entry(Table.CUSTOMER_DEMOGRAPHICS, 4),
          Map.entry(Table.DATE_DIM, 26),
          Map.entry(Table.INVENTORY, 3),
          Map.entry(Table.STORE_RETURNS, 70),
          Map.entry(Table.STORE_SALES, 535),
          Map.entry(Table.TIME_DIM, 13),
          Map.entry(Table.WEB_RETURNS, 100),
          Map.entry(Table.WEB_SALES, 827));

  private final Table table;
  private final List<Function<String, Object>> readers;

  private TpcdsSuiteTable(Table table) {
    this.table = table;
    this.readers = Arrays.stream(schema().fields()).map(field -> reader(field.dataType())).toList();
  }

  /** All of them. */
  static List<SuiteTable> all() {
    return Table.getBaseTables().stream()
        // The arguments of its generator; no query reads it.
        .filter(table -> table != Table.DBGEN_VERSION)
        .map(table -> (SuiteTable) new TpcdsSuiteTable(table))
        .toList();
  }

  @Override
  public String name() {
    return table.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public StructType schema() {
    StructType schema = new StructType();
    for (Column column : table.getColumns()) {
      schema =
          schema.add(
              RENAMED.getOrDefault(column.getName(), column.getName()), type(column.getType()));
    }
    return schema;
  }

  private static DataType type(ColumnType type) {
    return switch (type.getBase()) {
      case INTEGER, IDENTIFIER -> DataTypes.IntegerType;
      case DATE -> DataTypes.DateType;
      case DECIMAL ->
          DataTypes.createDecimalType(
              type.getPrecision().orElseThrow(), type.getScale().orElseThrow());
      case CHAR, VARCHAR -> DataTypes.StringType;
      case TIME -> throw new IllegalStateException("no table of the queries has times");
    };
  }

  private static Function<String, Object> reader(DataType type) {
    if (type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      // Fails if the generator has more digits than the column.
      return text ->
          Decimal.createUnsafe(
              new BigDecimal(text).setScale(scale).unscaledValue().longValueExact(),
              precision,
              scale);
    }
    if (type.equals(DataTypes.IntegerType)) {
      return Integer::valueOf;
    }
    if (type.equals(DataTypes.DateType)) {
      return text -> Math.toIntExact(LocalDate.parse(text).toEpochDay());
    }
    return UTF8String::fromString;
  }

  @Override
  public long bytes(Scale scale) {
    return units(session(scale)) * BYTES_PER_ROW.getOrDefault(table, 100);
  }

  /**
   * In tables with history, a row depends on the rows before it: if the generator starts in the
   * middle, it gives other rows, or none.
   */
  @Override
  public boolean isDivisible() {
    return !table.keepsHistory();
  }

  @Override
  public Iterator<InternalRow> rows(Scale scale, int part, int parts) {
    Session session = session(scale);
    long units = units(session);
    Results results =
        Results.constructResults(
            table, boundary(units, part, parts) + 1, boundary(units, part + 1, parts), session);
    Object[] values = new Object[readers.size()];
    InternalRow row = new GenericInternalRow(values);
    return Iterators.transform(
        results.iterator(),
        // The generator can give a table together with the one that depends on it; here it gives
        // only one.
        found -> {
          List<String> texts = Iterators.getOnlyElement(found.iterator());
          for (int i = 0; i < values.length; i++) {
            String text = texts.get(i);
            values[i] = text == null ? null : readers.get(i).apply(text);
          }
          return row;
        });
  }

  private Session session(Scale scale) {
    return Session.getDefaultSession().withScale(scale.factor()).withTable(table);
  }

  /** The units that can be divided: rows, or orders if an order has several rows. */
  private long units(Session session) {
    return session.getScaling().getRowCount(table);
  }

  private static long boundary(long units, int part, int parts) {
    return units / parts * part + units % parts * part / parts;
  }
}
