/** Between the line of a cell and its text. */
export const PAD = 0.8;
/** The ground of labels and headings. */
export const LABEL_SHADE = 0.93;
/** The ground of Sundays, Saturdays and holidays in 第6表. */
export const REST_SHADE = 0.86;
