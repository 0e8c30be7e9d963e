-- What entries mean: a code of 256 bits each, many side by side, since they are read all at once.
-- Entry n has the 32 bytes from (n % 256) * 32 on of page n / 256; zeros stand for none.
create table code_page (
    page integer primary key,
    digest blob not null,
    codes blob not null
);
