package io.github.curvelane.examples.report;

import java.util.Locale;

/** A page that is written piece by piece; texts are escaped, markup is not. */
public final class Html {
  private final StringBuilder body = new StringBuilder();

  /**
   * Adds markup as it is.
   *
   * @param markup the markup
   * @return this
   */
  public Html raw(String markup) {
    body.append(markup).append('\n');
    return this;
  }

  /**
   * Adds an element with a text.
   *
   * @param tag its name
   * @param text its text
   * @return this
   */
  public Html element(String tag, String text) {
    return raw("<" + tag + ">" + escape(text) + "</" + tag + ">");
  }

  /**
   * Escapes a text.
   *
   * @param text the text
   * @return what shows as the text
   */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /**
   * Returns the page.
   *
   * @param title its title
   * @param style its style sheet
   * @return a document that needs nothing else
   */
  public String page(String title, String style) {
    return String.format(
        Locale.ROOT,
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s</main>
        </body>
        </html>
        """,
        escape(title),
        style,
        body);
  }
}
