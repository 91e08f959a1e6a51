# How Cloudflare Pages builds this site. Written by: ssg init --ci cloudflare-pages
# In the settings of the project: build command "sh cloudflare-pages.sh", output directory "output".
# Cloudflare installs what is in requirements.txt before it runs this.
set -eu

if [ "$CF_PAGES_BRANCH" = main ]; then
  ssg build
else
  ssg build --environment preview --drafts --url "$CF_PAGES_URL"
fi
# It is for ssg alone.
rm -r output/.ssg
