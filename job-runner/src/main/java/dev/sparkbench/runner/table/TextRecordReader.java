// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Reads a text record by record: the reader ends at the end of each record, and then continues with
 * the next one. It keeps nothing of a record.
 */
final class TextRecordReader extends Reader {

  private final BufferedReader text;
  private final String separator;
  private long characters;
  private boolean inRecord;
  private boolean failed;

  /**
   * Wraps a text.
   *
   * @param separator the record separator; null for line ends
   */
  TextRecordReader(BufferedReader text, String separator) {
    this.text = text;
    this.separator = separator;
  }

  /**
   * Moves to the next record that is not blank.
   *
   * @param most the number of characters of the text after which to stop
   * @return whether there is one
   */
  boolean next(long most) throws IOException {
    while (inRecord && characters < most) {
      readOne();
    }
    if (characters >= most) {
      return false;
    }
    text.mark(2);
    int first = text.read();
    while (first >= 0 && Character.isWhitespace(first)) {
      text.mark(2);
      first = text.read();
    }
    if (first >= 0) {
      text.reset();
    }
    inRecord = first >= 0;
    return inRecord;
  }

  /** Whether the text could not be read. */
  boolean failed() {
    return failed;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int next = inRecord ? readOne() : -1;
      if (next < 0) {
        break;
      }
      buffer[offset + count++] = (char) next;
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  private int readOne() throws IOException {
    try {
      if (isEnd()) {
        inRecord = false;
        return -1;
      }
      int next = text.read();
      characters++;
      inRecord = next >= 0;
      return next;
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  /** Whether a record ends here; if so, reads the separator. */
  private boolean isEnd() throws IOException {
    if (separator == null) {
      text.mark(1);
      int next = text.read();
      if (next == '\n' || next == '\r') {
        return true;
      }
      text.reset();
      return false;
    }
    text.mark(separator.length());
    for (int i = 0; i < separator.length(); i++) {
      if (text.read() != separator.charAt(i)) {
        text.reset();
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    // Does nothing, because Jackson closes the reader after each record, and the text continues.
  }
}
