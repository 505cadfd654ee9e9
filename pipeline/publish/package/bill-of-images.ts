import { partsOfImage, repositoryOf } from '../../../kubernetes/images';
import { uuidOf } from './uuid';

/** An image, and who runs it. */
export interface ImageUse {
  /** As the objects name it. */
  readonly image: string;
  readonly environment: string;
  readonly component: string;
}

/**
 * A bill of materials in CycloneDX 1.6 with every image that is run, and where: what is in them, those say who build them. No
 * time is in it, and its number follows from its content.
 */
export function billOfImages(name: string, version: string, uses: readonly ImageUse[]): string {
  const images = [...new Set(uses.map(({ image }) => image))].sort();
  const described = images.map((image) => describe(image, placesOf(image, uses)));
  const root = { type: 'application', 'bom-ref': name, name, version };
  const content = {
    version: 1,
    metadata: { component: root },
    components: described,
    dependencies: [{ ref: name, dependsOn: described.map((one) => one['bom-ref']) }],
  };
  const head = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`,
  };
  return `${JSON.stringify({ ...head, ...content }, null, 2)}\n`;
}

function placesOf(image: string, uses: readonly ImageUse[]): string[] {
  const places = uses.filter((use) => use.image === image).map((use) => `${use.environment}/${use.component}`);
  return [...new Set(places)].sort();
}

function describe(image: string, places: readonly string[]) {
  const { tag, digest } = partsOfImage(image);
  return {
    type: 'container',
    'bom-ref': image,
    name: repositoryOf(image),
    version: tag ?? digest ?? 'latest',
    purl: purlOf(image),
    properties: places.map((value) => ({ name: 'bkg-deploy:runs-in', value })),
  };
}

/** The type `oci` of package URLs (package-url/purl-spec, types/oci): the digest is the version, the tag a qualifier. */
function purlOf(image: string): string {
  const { tag, digest } = partsOfImage(image);
  const repository = repositoryOf(image);
  const name = repository.slice(repository.lastIndexOf('/') + 1).toLowerCase();
  const version = digest === undefined ? '' : `@${encodeURIComponent(digest)}`;
  const qualifiers = [`repository_url=${repository}`, ...(tag === undefined ? [] : [`tag=${tag}`])];
  return `pkg:oci/${name}${version}?${qualifiers.join('&')}`;
}
