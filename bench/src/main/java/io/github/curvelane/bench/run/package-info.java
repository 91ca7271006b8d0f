/** What training takes as a whole process, beside PyTorch: {@code bench run}. */
package io.github.curvelane.bench.run;
