// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import java.io.IOException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.OrcProto;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.spark.sql.execution.datasources.orc.OrcUtils;
import org.apache.spark.sql.types.StructType;

/** Footers of ORC files. */
final class OrcFooter implements FooterFormat {

  private static final int JAVA = 0;

  @Override
  public String name() {
    return "ORC";
  }

  @Override
  public Sizes sizes(Path path, Configuration hadoop) throws IOException {
    try (Reader reader = OrcFile.createReader(path, OrcFile.readerOptions(hadoop))) {
      return new Sizes(
          reader.getSerializedFileFooter().remaining(),
          reader.getRawDataSize() / Math.max(1, reader.getNumberOfRows()));
    }
  }

  @Override
  public FileColumns read(Path path, Configuration hadoop) throws IOException {
    try (Reader reader = OrcFile.createReader(path, OrcFile.readerOptions(hadoop))) {
      TypeDescription columns = reader.getSchema();
      StructType schema = new StructType();
      SortedMap<String, String> unreadable = new TreeMap<>();
      for (int i = 0; i < columns.getFieldNames().size(); i++) {
        String name = columns.getFieldNames().get(i);
        TypeDescription column = columns.getChildren().get(i).clone();
        try {
          TypeDescription alone = TypeDescription.createStruct().addField(name, column);
          schema = schema.add(OrcUtils.toCatalystSchema(alone).fields()[0]);
        } catch (Exception e) {
          // Spark's exception is a checked one that Scala does not declare.
          unreadable.put(name, column.getCategory().getName());
        }
      }
      return new FileColumns(schema, unreadable, Set.of(), Set.of(), calendar(reader, schema));
    }
  }

  private static Calendar calendar(Reader reader, StructType schema) {
    OrcProto.Footer footer = reader.getFileTail().getFooter();
    if (footer.hasCalendar() || !Calendar.matters(schema)) {
      return Calendar.KNOWN_TO_SPARK;
    }
    // Writers that do not name their calendar: older versions of the Java library, which used
    // java.util's calendar, and libraries of other languages, which use the proleptic calendar.
    return footer.getWriter() == JAVA ? Calendar.HYBRID : Calendar.PROLEPTIC;
  }
}
