// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import java.nio.charset.Charset;
import java.nio.charset.spi.CharsetProvider;
import java.util.Collections;
import java.util.Iterator;

/** Provides each {@link StrictCharset} to Java by its name, such as {@code strict-UTF-8}. */
public final class StrictCharsets extends CharsetProvider {

  @Override
  public Iterator<Charset> charsets() {
    return Collections.emptyIterator();
  }

  @Override
  public Charset charsetForName(String name) {
    if (!name.startsWith(StrictCharset.PREFIX)) {
      return null;
    }
    String prefix =
        name.startsWith(StrictCharset.JSON_PREFIX)
            ? StrictCharset.JSON_PREFIX
            : StrictCharset.PREFIX;
    String strict = name.substring(prefix.length());
    return Charset.isSupported(strict) ? new StrictCharset(name, Charset.forName(strict)) : null;
  }
}
