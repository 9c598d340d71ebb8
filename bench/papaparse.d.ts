/** As much of papaparse's types as the benchmark needs. */
declare module 'papaparse' {
  const papaparse: { parse(text: string): { data: readonly (readonly string[])[] } };
  export default papaparse;
}
